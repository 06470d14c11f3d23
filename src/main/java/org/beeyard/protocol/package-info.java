/** What farm and agent say to each other: versioned records, data only. */
@NullMarked
package org.beeyard.protocol;

import org.jspecify.annotations.NullMarked;
