/** The attempt API: what agents report becomes rows and blobs. */
@NullMarked
package org.beeyard.ingest;

import org.jspecify.annotations.NullMarked;
