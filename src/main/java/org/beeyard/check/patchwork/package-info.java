/** Checks as Patchwork shows them: at every patch of a series. */
@NullMarked
package org.beeyard.check.patchwork;

import org.jspecify.annotations.NullMarked;
