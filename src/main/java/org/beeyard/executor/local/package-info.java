/** Attempts as processes of this machine. */
@NullMarked
package org.beeyard.executor.local;

import org.jspecify.annotations.NullMarked;
