/** The client of GitHub's REST API. */
@NullMarked
package org.beeyard.github;

import org.jspecify.annotations.NullMarked;
