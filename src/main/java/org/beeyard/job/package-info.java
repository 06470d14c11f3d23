/** Runs, jobs and attempts: their lifecycle, the queue and its leases. */
@NullMarked
package org.beeyard.job;

import org.jspecify.annotations.NullMarked;
