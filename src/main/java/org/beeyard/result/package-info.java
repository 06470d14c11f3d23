/** Tests, variants and results, the comparison with the base, and the verdict. */
@NullMarked
package org.beeyard.result;

import org.jspecify.annotations.NullMarked;
