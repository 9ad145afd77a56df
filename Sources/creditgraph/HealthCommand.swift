import ArgumentParser
import HTTPClient

/// `creditgraph health`: for containers and supervisors, which have no other client at hand.
struct HealthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health", abstract: "Ask the server on this machine whether it is ready to answer.",
        discussion: """
            Takes the settings that serve was given, asks /readyz over HTTP or TLS, and exits 0 where the server is ready, \
            else 69 with the reason. The server's certificate is not checked: nothing is told to it. Where clients must show \
            a certificate, a server that refuses one without counts as ready, for it is alive and no more can be asked.

            \(Setting.page([.listen, .config, .tlsCertificate, .tlsClientCA, .tlsClientCertificates]))
            """)

    @Option(help: "Address and port that it serves on. Default: 127.0.0.1:8080.")
    var listen: String?

    @Option(help: "A JSON file with settings.")
    var config: String?

    @Option(help: "Given where it serves TLS. Default: none, plain HTTP.")
    var tlsCertificate: String?

    @Option(help: "Given where clients show certificates. Default: none.")
    var tlsClientCa: String?

    @Option(help: "required or requested. Default: required.")
    var tlsClientCertificates: String?

    @Option(help: "How long it may take to answer. Default: 2000.")
    var timeoutMilliseconds = 2_000

    func validate() throws {
        guard (1...60_000).contains(timeoutMilliseconds) else {
            throw ValidationError("--timeout-milliseconds is \(timeoutMilliseconds); give 1 to 60000.")
        }
    }

    func run() async throws {
        try await CommandFailure.handle("health") {
            let settings = try await Settings([
                "listen": listen, "config": config, "tls-certificate": tlsCertificate, "tls-client-ca": tlsClientCa,
                "tls-client-certificates": tlsClientCertificates,
            ])
            let address = try ListenAddress(settings[.listen])
            let isTLS = !settings[.tlsCertificate].isEmpty
            var request = OutgoingRequest(
                "\(isTLS ? "https" : "http")://\(address.local)/readyz", timeoutMilliseconds: timeoutMilliseconds)
            request.checksCertificate = false
            let answer: (status: Int, body: [UInt8])
            do throws(HTTPClientError) {
                answer = try request.send()
            } catch {
                let needsCertificate =
                    isTLS && !settings[.tlsClientCA].isEmpty && settings[.tlsClientCertificates] == "required"
                if needsCertificate, error.reason == .brokenOff {
                    Console.error("alive; it takes no request without a client certificate")
                    return
                }
                throw CommandFailure(.unavailable, "HEALTH_NO_ANSWER: \(address.local) does not answer: \(error).")
            }
            let text = String(decoding: answer.body.prefix(1_000), as: UTF8.self)
            guard answer.status == 200 else {
                throw CommandFailure(.unavailable, "HEALTH_NOT_READY: it answers \(answer.status): \(text)")
            }
            Console.put(text.hasSuffix("\n") ? text : text + "\n", to: 2)
        }
    }
}
