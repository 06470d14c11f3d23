/** The description of the API, and results in the formats of others. */
@NullMarked
package org.beeyard.web.api;

import org.jspecify.annotations.NullMarked;
