/** Trees and their bases. */
@NullMarked
package org.beeyard.web.tree;

import org.jspecify.annotations.NullMarked;
