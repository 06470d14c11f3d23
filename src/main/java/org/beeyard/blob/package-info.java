/** The content-addressed store. */
@NullMarked
package org.beeyard.blob;

import org.jspecify.annotations.NullMarked;
