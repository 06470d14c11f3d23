/** Streaming parsers of what kernels and their tests print. Pure. */
@NullMarked
package org.beeyard.testout;

import org.jspecify.annotations.NullMarked;
