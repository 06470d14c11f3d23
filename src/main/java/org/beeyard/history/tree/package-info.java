/** Reads trees and their bases. */
@NullMarked
package org.beeyard.history.tree;

import org.jspecify.annotations.NullMarked;
