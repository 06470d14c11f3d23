/** Pages, their JSON twins and the API. */
@NullMarked
package org.beeyard.web;

import org.jspecify.annotations.NullMarked;
