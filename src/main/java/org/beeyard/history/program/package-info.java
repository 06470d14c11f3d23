/** Reads what the verifier did for veristat's programs. */
@NullMarked
package org.beeyard.history.program;

import org.jspecify.annotations.NullMarked;
