package org.beeyard.protocol;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a blob that the farm does not have is to be sent, by PUT and without the attempt's token.
 *
 * @param url absent when the farm takes the blob itself
 * @param headers to be sent along
 */
public record UploadPlace(@Nullable String url, Map<String, String> headers) {

    public UploadPlace {
        headers = Map.copyOf(headers);
    }

    /** What an agent asks with. */
    public record Question(long size) {}
}
