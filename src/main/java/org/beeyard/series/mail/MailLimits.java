package org.beeyard.series.mail;

import org.beeyard.protocol.ByteSize;

/** Bounds of what one upload may hold. */
public record MailLimits(int patches, ByteSize patch, ByteSize mailbox) {}
