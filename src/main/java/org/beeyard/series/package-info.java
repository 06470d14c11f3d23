/** Patch series as they were posted: topics, versions, patches. */
@NullMarked
package org.beeyard.series;

import org.jspecify.annotations.NullMarked;
