package org.beeyard.blob;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** A bucket of a server, and the right to use it. Nothing is taken from files or variables of Amazon's own tools. */
record S3Account(URI endpoint, String bucket, String region, boolean pathStyle, String accessKey, String secretKey) {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int CONNECTIONS = 256; // each blob that is being read or written holds one
    private static final Duration SILENCE = Duration.ofMinutes(2); // while parts are put together

    static S3Account of(BlobConfig.S3 config) {
        return new S3Account(
                config.endpoint().orElseThrow(),
                config.bucket().orElseThrow(),
                config.region(),
                config.pathStyle(),
                config.accessKey().orElseThrow(),
                config.secretKey().orElseThrow());
    }

    S3Client client() {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.of(region))
                .credentialsProvider(credentials())
                .forcePathStyle(pathStyle)
                // servers that are not Amazon's know the newer checksums in part or not at all
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClient(ApacheHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(SILENCE)
                        .maxConnections(CONNECTIONS)
                        .build())
                .overrideConfiguration(override ->
                        override.defaultProfileFile(ProfileFile.aggregator().build()))
                .build();
    }

    S3Presigner presigner() {
        return S3Presigner.builder()
                .endpointOverride(endpoint)
                .region(Region.of(region))
                .credentialsProvider(credentials())
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(pathStyle)
                        .build())
                .build();
    }

    private StaticCredentialsProvider credentials() {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey));
    }

    /** Without the keys. */
    @Override
    public String toString() {
        return "bucket " + bucket + " at " + endpoint;
    }
}
