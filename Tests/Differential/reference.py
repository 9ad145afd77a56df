"""What graphql-core answers to a case of `creditgraph batch`."""
import json

from graphql import GraphQLError, parse, print_ast, print_schema, validate, validate_schema
from graphql.execution import execute
from graphql.utilities import build_ast_schema, lexicographic_sort_schema
from graphql.utilities.find_schema_changes import SafeChange, find_schema_changes
from graphql.validation.validate import validate_sdl

from incremental import DIRECTIVES, responses

SKIP = "skip"


def errors_of(errors):
    out = []
    for error in errors:
        one = {"message": error.message, "locations": [{"line": l.line, "column": l.column} for l in error.locations or []]}
        if error.path is not None:
            one["path"] = list(error.path)
        out.append(one)
    return {"errors": out}


def schema_of(text, cache={}):
    """The schema, or None and the answer: errors, or SKIP where the reference refuses it while it builds."""
    if text not in cache:
        if len(cache) > 500:
            cache.clear()
        try:
            document = parse(text, allow_empty_selection_sets=False)
            errors = validate_sdl(document)
            schema = None
            if not errors:
                schema = build_ast_schema(document, assume_valid_sdl=True)
                errors = validate_schema(schema)
            cache[text] = (None if errors else schema, errors_of(errors) if errors else None)
        except GraphQLError as error:
            cache[text] = (None, errors_of([error]) if error.message.startswith("Syntax") else SKIP)
        except Exception:
            cache[text] = (None, SKIP)
    return cache[text]


def answer(case):
    try:
        if case["command"] == "print" and case["document"] is not None:
            return {"printed": print_ast(parse(case["document"], allow_empty_selection_sets=False))}
        schema, problem = schema_of(case["schema"] + (DIRECTIVES if case.get("incremental") else ""))
        if problem:
            return problem
        if case.get("incremental"):
            return responses(schema, case, resolve_field, resolve_type)
        if case["command"] == "print":
            return {"printed": print_schema(lexicographic_sort_schema(schema) if case.get("sort") else schema)}
        if case["command"] == "diff":
            old, problem = schema_of(case["old"])
            if problem:
                return problem
            changes = find_schema_changes(old, schema)
            return {"changes": [f"{c.type.name} {c.description}" for c in changes if not isinstance(c, SafeChange)]}
        if case["document"] is None:
            return {"errors": []}
        document = parse(case["document"], allow_empty_selection_sets=False)
        errors = validate(schema, document, allow_empty_selection_sets=False)
        if case["command"] == "validate" or errors:
            return errors_of(errors)
        return execution(schema, document, case)
    except GraphQLError as error:
        return [errors_of([error])] if case.get("incremental") else errors_of([error])
    except Exception:  # a field of a union with @stream, for one
        return SKIP


# Executing over JSON: shared rules of `creditgraph execute`, as resolvers.

def prepared(value):
    """`{"__error": text}` in a list as the error that the item raises."""
    if isinstance(value, list):
        return [prepared(item) for item in value]
    if isinstance(value, dict) and isinstance(value.get("__error"), str):
        return GraphQLError(value["__error"])
    return value


def resolve_field(source, info, **arguments):
    value = source.get(info.field_name) if isinstance(source, dict) else None
    if isinstance(value, dict) and isinstance(value.get("__error"), str):
        raise GraphQLError(value["__error"])
    if value == {"__args": True}:
        text = str(info.return_type).rstrip("!") == "String"
        return json.dumps(arguments, separators=(",", ":"), ensure_ascii=False) if text else arguments
    return prepared(value)


def resolve_type(value, _info, _abstract):
    return value.get("__typename") if isinstance(value, dict) else None


def execution(schema, document, case):
    result = execute(
        schema, document, case["root"], variable_values=case["variables"], operation_name=case["operation"],
        field_resolver=resolve_field, type_resolver=resolve_type)
    if not hasattr(result, "errors"):  # @defer or @stream
        return SKIP
    answer = errors_of(result.errors or [])
    if result.data is not None or any(e.path is not None for e in result.errors or []):
        answer["data"] = result.data
    return answer
