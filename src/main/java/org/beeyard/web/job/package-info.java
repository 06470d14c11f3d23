/** Jobs: their attempts, first failures, and how to run them again. */
@NullMarked
package org.beeyard.web.job;

import org.jspecify.annotations.NullMarked;
