/** Logs of attempts, read by bytes and by lines. The index is made of the log and may be made again at any time. */
@NullMarked
package org.beeyard.log;

import org.jspecify.annotations.NullMarked;
