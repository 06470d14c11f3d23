/** People whom an OpenID Connect provider vouches for. */
@NullMarked
package org.beeyard.people.oidc;

import org.jspecify.annotations.NullMarked;
