/** Reads runs: what was found, what it was compared with, how long it takes. */
@NullMarked
package org.beeyard.history.run;

import org.jspecify.annotations.NullMarked;
