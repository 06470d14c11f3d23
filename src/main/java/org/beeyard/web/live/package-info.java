/** What pages that move have in common. */
@NullMarked
package org.beeyard.web.live;

import org.jspecify.annotations.NullMarked;
