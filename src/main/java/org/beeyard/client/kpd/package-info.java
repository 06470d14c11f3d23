/** Reads a Kernel Patches Daemon's configuration and writes it as a farm's. */
@NullMarked
package org.beeyard.client.kpd;

import org.jspecify.annotations.NullMarked;
