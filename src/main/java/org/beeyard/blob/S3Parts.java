package org.beeyard.blob;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** An object that goes up in parts. It is there when all of them are, and nothing is left when one cannot be sent. */
final class S3Parts {

    private static final String TYPE = "application/octet-stream";

    private final S3Client client;
    private final String bucket;
    private final String key;

    S3Parts(S3Client client, String bucket, String key) {
        this.client = client;
        this.bucket = bucket;
        this.key = key;
    }

    void put(Path file, long size, long part) throws IOException {
        String upload = client.createMultipartUpload(
                        create -> create.bucket(bucket).key(key))
                .uploadId();
        try {
            List<CompletedPart> sent = new ArrayList<>();
            for (long from = 0; from < size; from += part) {
                long length = Math.min(part, size - from);
                sent.add(send(upload, sent.size() + 1, new FileSlice(file, from, length), length));
            }
            client.completeMultipartUpload(complete ->
                    complete.bucket(bucket).key(key).uploadId(upload).multipartUpload(all -> all.parts(sent)));
        } catch (IOException | RuntimeException e) {
            try {
                client.abortMultipartUpload(
                        abort -> abort.bucket(bucket).key(key).uploadId(upload));
            } catch (SdkException alsoThis) { // the bucket's lifecycle removes it then
                e.addSuppressed(alsoThis);
            }
            throw e;
        }
    }

    private CompletedPart send(String upload, int number, FileSlice slice, long length) throws IOException {
        try (slice) {
            String tag = client.uploadPart(
                            part -> part.bucket(bucket)
                                    .key(key)
                                    .uploadId(upload)
                                    .partNumber(number)
                                    .contentLength(length),
                            RequestBody.fromContentProvider(slice, length, TYPE))
                    .eTag();
            return CompletedPart.builder().partNumber(number).eTag(tag).build();
        }
    }
}
