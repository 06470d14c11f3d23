/** Series from pull requests: webhooks say where to look, a poll finds what they lost. */
@NullMarked
package org.beeyard.series.github;

import org.jspecify.annotations.NullMarked;
