package org.beeyard.people.oidc;

import java.util.HashMap;
import java.util.Map;
import org.beeyard.FreePort;
import org.beeyard.IdleFarm;

/** A farm that only people whom a provider knows may see. Tests start the provider, on the port that is chosen here. */
public class OidcFarm extends IdleFarm {

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> config = new HashMap<>(super.getConfigOverrides());
        config.put("sign-in.reading", "closed");
        config.put("sign-in.oidc.issuer", "http://127.0.0.1:" + FreePort.any());
        config.put("sign-in.oidc.client-id", FakeProvider.CLIENT);
        config.put("sign-in.oidc.client-secret", FakeProvider.SECRET);
        config.put("sign-in.oidc.operators", "admins");
        config.put("sign-in.oidc.members", "kernel");
        config.put("sign-in.oidc.readers", "staff");
        return config;
    }
}
