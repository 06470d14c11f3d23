/** People: signing in, tokens, and who did what. */
@NullMarked
package org.beeyard.web.account;

import org.jspecify.annotations.NullMarked;
