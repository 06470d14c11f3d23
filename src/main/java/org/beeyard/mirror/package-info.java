/** Series from Patchwork as branches and pull requests on GitHub. */
@NullMarked
package org.beeyard.mirror;

import org.jspecify.annotations.NullMarked;
