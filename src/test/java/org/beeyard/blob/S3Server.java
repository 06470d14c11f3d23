package org.beeyard.blob;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.options.CopyOptions;

/** A real S3 server on a free port, with one bucket in a folder. It verifies signatures and digests. */
public final class S3Server implements AutoCloseable {

    public static final String BUCKET = "farm-blobs";
    private static final String ACCESS_KEY = "AKIABEEYARD";

    private final String secretKey = UUID.randomUUID().toString();
    private final BlobStore storage;
    private final S3Proxy server;

    /** Refuses all copies: s3proxy itself would obey a header that asks for one and was not signed. */
    public S3Server(Path folder) throws Exception {
        this(folder, S3Server::withoutCopies);
    }

    static S3Server thatObeysWhatIsNotSigned(Path folder) throws Exception {
        return new S3Server(folder, storage -> storage);
    }

    private S3Server(Path folder, UnaryOperator<BlobStore> changes) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("jclouds.filesystem.basedir", folder.toString());
        properties.setProperty("jclouds.identity", "");
        properties.setProperty("jclouds.credential", "");
        storage = changes.apply(BlobStores.create("filesystem-nio2", properties));
        Files.createDirectory(folder.resolve(BUCKET));
        server = S3Proxy.builder()
                .blobStore(storage)
                .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, secretKey)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .build();
        server.start();
    }

    private static BlobStore withoutCopies(BlobStore storage) {
        return new ForwardingBlobStore(storage) {
            @Override
            public String copyBlob(
                    String fromContainer, String fromName, String toContainer, String toName, CopyOptions options) {
                throw new UnsupportedOperationException("This server copies nothing.");
            }
        };
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    String secretKey() {
        return secretKey;
    }

    /** What makes a farm use it. */
    public Map<String, String> configuration() {
        return Map.of(
                "beeyard.blobs.store", "s3",
                "beeyard.blobs.s3.endpoint", endpoint().toString(),
                "beeyard.blobs.s3.bucket", BUCKET,
                "beeyard.blobs.s3.access-key", ACCESS_KEY,
                "beeyard.blobs.s3.secret-key", secretKey);
    }

    @Override
    public void close() throws Exception {
        server.stop();
        storage.close();
    }
}
