package org.beeyard.series.mail;

import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * One patch of a posted series.
 *
 * @param position from 1
 * @param message the whole commit message, subject first
 * @param diff the patch as sent
 * @param patchId what {@code git patch-id --stable} says of it; empty when git would know no diff in it
 */
public record PostedPatch(
        int position,
        Optional<String> messageId,
        String subject,
        Author author,
        Optional<OffsetDateTime> date,
        String message,
        byte[] diff,
        String patchId) {}
