/** Checks as GitHub shows them: check runs, or commit statuses where there is only a token. */
@NullMarked
package org.beeyard.check.github;

import org.jspecify.annotations.NullMarked;
