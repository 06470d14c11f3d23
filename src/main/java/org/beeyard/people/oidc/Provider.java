package org.beeyard.people.oidc;

import io.quarkus.oidc.OidcRequestContext;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.TenantConfigResolver;
import io.quarkus.oidc.runtime.OidcTenantConfig.ApplicationType;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.beeyard.people.SignInConfig;
import org.beeyard.wire.FarmConfig;

/** Leads the one page by which people sign in through the provider; all others know the farm's own session. */
@ApplicationScoped
class Provider implements TenantConfigResolver {

    private final Optional<OidcTenantConfig> tenant;

    Provider(SignInConfig config, FarmConfig farm) {
        this.tenant = config.oidc().map(oidc -> tenant(oidc, farm.https()));
    }

    @Override
    public Uni<OidcTenantConfig> resolve(RoutingContext context, OidcRequestContext<OidcTenantConfig> request) {
        return tenant.filter(known -> context.normalizedPath().equals(OidcSignIn.PATH))
                .map(known -> Uni.createFrom().item(known))
                .orElseGet(() -> Uni.createFrom().nullItem());
    }

    private static OidcTenantConfig tenant(SignInConfig.Oidc oidc, boolean https) {
        return OidcTenantConfig.authServerUrl(oidc.issuer().toString())
                .tenantId("sign-in")
                .applicationType(ApplicationType.WEB_APP)
                .clientId(oidc.clientId())
                .credentials(oidc.clientSecret())
                .authentication()
                .redirectPath(OidcSignIn.PATH)
                .restorePathAfterRedirect()
                .errorPath("/sign-in")
                .scopes(oidc.scopes().orElse(SignInConfig.Oidc.SCOPES))
                .cookiePath(OidcSignIn.PATH)
                .cookieForceSecure(https)
                .forceRedirectHttpsScheme(https)
                .nonceRequired()
                .pkceRequired()
                .stateSecret(derived(oidc, "state"))
                .end()
                .tokenStateManager()
                .encryptionSecret(derived(oidc, "session"))
                .end()
                .build();
    }

    /** The same in every replica: the browser comes back to any of them. */
    private static String derived(SignInConfig.Oidc oidc, String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(oidc.clientSecret().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] key = mac.doFinal(("beeyard " + purpose).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(key).substring(0, 32);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java without HmacSHA256", e);
        }
    }
}
