// Requests to the endpoint beside this page; never to another host.

const ENDPOINT = new URL("graphql", document.baseURI).href;

/** A refusal by the server that is not a GraphQL answer, or no answer at all. */
export class RequestError extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

let key = sessionStorage.getItem("creditgraph-key") ?? "";

/** The API key stays in this tab and is forgotten with it. */
export function setKey(value) {
  key = value.trim();
  sessionStorage.setItem("creditgraph-key", key);
}

export function hasKey() {
  return key !== "";
}

export function currentKey() {
  return key;
}

/** { answer, text, status, milliseconds, bytes } of one operation. */
export async function send(request, { headers = {}, signal } = {}) {
  const began = performance.now();
  let response;
  try {
    response = await fetch(ENDPOINT, {
      method: "POST",
      cache: "no-store",
      credentials: "omit",
      signal,
      headers: {
        Accept: "application/graphql-response+json, application/json;q=0.9",
        "Content-Type": "application/json",
        "Accept-Language": navigator.language,
        ...(key ? { Authorization: `Bearer ${key}` } : {}),
        ...headers,
      },
      body: JSON.stringify(request),
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new RequestError("The server does not answer. Is it running?", 0);
  }
  const text = await response.text();
  const milliseconds = performance.now() - began;
  let answer;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new RequestError(`The server answered ${response.status} with something that is not JSON.`, response.status);
  }
  return { answer, text, status: response.status, milliseconds, bytes: new TextEncoder().encode(text).length };
}

/** The data of an operation. Throws RequestError with the first message where there are errors. */
export async function ask(query, variables = {}) {
  const { answer, status } = await send({ query, variables });
  if (answer.errors?.length > 0) throw new RequestError(answer.errors[0].message, status);
  return answer.data;
}
