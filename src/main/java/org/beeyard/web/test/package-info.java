/** Tests, programs and splats over time. */
@NullMarked
package org.beeyard.web.test;

import org.jspecify.annotations.NullMarked;
