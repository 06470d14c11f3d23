package org.beeyard.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** An upload in parts to a server that is full after the first. */
class S3PartsTest {

    @TempDir
    Path folder;

    private final List<String> heard = new ArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            int length = exchange.getRequestBody().readAllBytes().length;
            String query = exchange.getRequestURI().getQuery();
            heard.add(exchange.getRequestMethod() + " " + query);
            boolean full = query.contains("partNumber=2");
            byte[] answer = (full
                            ? "<Error><Code>QuotaExceeded</Code><Message>The bucket is full.</Message></Error>"
                            : query.equals("uploads")
                                    ? "<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>"
                                    : "")
                    .getBytes(UTF_8);
            exchange.getResponseHeaders().set("ETag", "\"" + length + "\"");
            exchange.sendResponseHeaders(full ? 403 : 200, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void takes_back_what_it_has_sent_when_a_part_is_refused() throws IOException {
        Path file = Files.writeString(folder.resolve("large"), "four" + "four" + "2b");
        URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try (S3Client client = new S3Account(endpoint, "bucket", "us-east-1", true, "key", "secret").client()) {
            assertThatThrownBy(() -> new S3Parts(client, "bucket", "object").put(file, 10, 4))
                    .isInstanceOf(S3Exception.class)
                    .hasMessageContaining("The bucket is full.");
        }
        assertThat(heard)
                .containsExactly(
                        "POST uploads",
                        "PUT partNumber=1&uploadId=u1",
                        "PUT partNumber=2&uploadId=u1",
                        "DELETE uploadId=u1");
    }
}
