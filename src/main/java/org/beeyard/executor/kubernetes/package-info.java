/** Attempts as Jobs of a Kubernetes cluster, one pod each. */
@NullMarked
package org.beeyard.executor.kubernetes;

import org.jspecify.annotations.NullMarked;
