package org.beeyard.github;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.beeyard.wire.FakeFaults;

/** A bare repository that is fetched from and pushed to over HTTP, as GitHub serves it: git's own backend, and faults before and after it. */
public final class GitOverHttp implements AutoCloseable {

    private final Path bare;
    private final HttpServer http;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final FakeFaults<GithubFault> faults = new FakeFaults<>();
    private final AtomicInteger pushes = new AtomicInteger();
    private volatile Optional<String> secret = Optional.empty();

    private GitOverHttp(Path bare, int port) throws IOException {
        this.bare = bare;
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        http.setExecutor(executor);
        http.createContext("/", this::handle);
        http.start();
    }

    public static GitOverHttp of(Path bare) throws IOException {
        return of(bare, 0);
    }

    public static GitOverHttp of(Path bare, int port) throws IOException {
        return new GitOverHttp(bare, port);
    }

    public String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort() + "/" + bare.getFileName();
    }

    /** Only who shows it may push. */
    public void wants(Optional<String> password) {
        secret = password;
    }

    public void fault(GithubFault fault, String part, int times) {
        faults.plan(fault, "POST", part, times);
    }

    public void forgetFaults() {
        faults.forget();
    }

    public List<String> faultsToCome() {
        return faults.left();
    }

    /** That were carried out, refused ones too. */
    public int pushes() {
        return pushes.get();
    }

    @Override
    public void close() {
        http.stop(0);
        executor.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String target = exchange.getRequestURI().toString();
            boolean pushing = target.contains("git-receive-pack");
            if (pushing && secret.isPresent() && !secret.get().equals(password(exchange))) {
                boolean tried = exchange.getRequestHeaders().containsKey("Authorization");
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"GitHub\"");
                exchange.sendResponseHeaders(tried ? 403 : 401, -1);
                return;
            }
            GithubFault fault = faults.take(exchange.getRequestMethod(), target);
            if (fault == GithubFault.CUT_BEFORE) {
                return;
            }
            if (fault == GithubFault.BAD_GATEWAY) {
                exchange.sendResponseHeaders(502, -1);
                return;
            }
            byte[] out = backend(exchange, body);
            if (pushing && exchange.getRequestMethod().equals("POST")) {
                pushes.incrementAndGet();
            }
            if (fault == GithubFault.BAD_GATEWAY_AFTER_SUCCESS) {
                exchange.sendResponseHeaders(502, -1);
            } else if (fault != GithubFault.CUT_AFTER_SUCCESS) {
                answer(exchange, out);
            }
        }
    }

    private static String password(HttpExchange exchange) {
        String given = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .orElse("")
                .replaceFirst("^Basic ", "");
        return new String(Base64.getDecoder().decode(given), StandardCharsets.UTF_8).replaceFirst("^[^:]*:", "");
    }

    private byte[] backend(HttpExchange exchange, byte[] body) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("git", "http-backend");
        Map<String, String> environment = builder.environment();
        environment.put("GIT_PROJECT_ROOT", bare.getParent().toString());
        environment.put("GIT_HTTP_EXPORT_ALL", "1");
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        environment.put("GIT_CONFIG_COUNT", "1");
        environment.put("GIT_CONFIG_KEY_0", "http.receivepack");
        environment.put("GIT_CONFIG_VALUE_0", "true");
        environment.put("REQUEST_METHOD", exchange.getRequestMethod());
        environment.put("PATH_INFO", exchange.getRequestURI().getPath());
        environment.put(
                "QUERY_STRING",
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""));
        environment.put("CONTENT_LENGTH", Integer.toString(body.length));
        header(exchange, "Content-Type").ifPresent(type -> environment.put("CONTENT_TYPE", type));
        header(exchange, "Content-Encoding").ifPresent(as -> environment.put("HTTP_CONTENT_ENCODING", as));
        header(exchange, "Git-Protocol").ifPresent(version -> environment.put("GIT_PROTOCOL", version));
        Process git = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        Thread.startVirtualThread(() -> {
            try (OutputStream in = git.getOutputStream()) {
                in.write(body);
            } catch (IOException e) {
                // it has ended early, and says so by its answer
            }
        });
        return git.getInputStream().readAllBytes();
    }

    private static Optional<String> header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    private static void answer(HttpExchange exchange, byte[] out) throws IOException {
        String text = new String(out, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        int status = 200;
        for (String line : text.substring(0, end).split("\r\n")) {
            String[] header = line.split(": ", 2);
            if (header[0].equals("Status")) {
                status = Integer.parseInt(header[1].substring(0, 3));
            } else {
                exchange.getResponseHeaders().set(header[0], header[1]);
            }
        }
        byte[] content = Arrays.copyOfRange(out, end + 4, out.length);
        exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
        exchange.getResponseBody().write(content);
    }
}
