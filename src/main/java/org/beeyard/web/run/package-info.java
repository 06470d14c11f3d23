/** Runs: what was found, what differs between two. */
@NullMarked
package org.beeyard.web.run;

import org.jspecify.annotations.NullMarked;
