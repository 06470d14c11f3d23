package org.beeyard.blob;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Objects of one bucket, by key. Its errors say which bucket of which server, what was asked, and what came back. */
final class S3Bucket implements AutoCloseable {

    /** More than this goes up in parts of this size, of which S3 takes ten thousand. */
    private static final long PART = 64L << 20;

    private final S3Client client;
    private final S3Account account;

    S3Bucket(S3Account account) {
        this.account = account;
        this.client = account.client();
    }

    /** @throws IOException when the bucket is not there, or not for this key */
    void look() throws IOException {
        try {
            client.headBucket(head -> head.bucket(account.bucket()));
        } catch (SdkException e) {
            throw failure("show its bucket", e);
        }
    }

    void put(String key, Path file, long size) throws IOException {
        try {
            if (size > PART) {
                new S3Parts(client, account.bucket(), key).put(file, size, PART);
            } else {
                client.putObject(put -> put.bucket(account.bucket()).key(key), RequestBody.fromFile(file));
            }
        } catch (SdkException e) {
            throw failure("keep " + key, e);
        }
    }

    Optional<ResponseInputStream<GetObjectResponse>> get(String key) throws IOException {
        try {
            return Optional.of(
                    client.getObject(get -> get.bucket(account.bucket()).key(key)));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw failure("give " + key, e);
        }
    }

    boolean has(String key) throws IOException {
        try {
            client.headObject(head -> head.bucket(account.bucket()).key(key));
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                return false;
            }
            throw failure("tell whether it has " + key, e);
        } catch (SdkException e) {
            throw failure("tell whether it has " + key, e);
        }
    }

    interface Visitor {
        void see(String key, long size) throws IOException;
    }

    /** Objects that were stored before then, a page of the server's at a time. */
    void each(String prefix, Instant before, Visitor visitor) throws IOException {
        try {
            for (var object : client.listObjectsV2Paginator(
                            list -> list.bucket(account.bucket()).prefix(prefix))
                    .contents()) {
                if (object.lastModified().isBefore(before)) {
                    visitor.see(object.key(), object.size());
                }
            }
        } catch (SdkException e) {
            throw failure("list what it has", e);
        }
    }

    void remove(String key) throws IOException {
        try {
            client.deleteObject(delete -> delete.bucket(account.bucket()).key(key));
        } catch (SdkException e) {
            throw failure("remove " + key, e);
        }
    }

    private IOException failure(String what, SdkException e) {
        return new IOException("The blob store (" + account + ") does not " + what + ": " + words(e), e);
    }

    private static String words(SdkException e) {
        if (e instanceof S3Exception answer) {
            AwsErrorDetails details = answer.awsErrorDetails();
            String more = details == null || details.errorCode() == null
                    ? ""
                    : " " + details.errorCode() + " (" + details.errorMessage() + ")";
            return "the answer is " + answer.statusCode() + more + ".";
        }
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return "it cannot be reached, " + cause + ".";
    }

    @Override
    public void close() {
        client.close();
    }
}
