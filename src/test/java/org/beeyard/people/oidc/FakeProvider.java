package org.beeyard.people.oidc;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * An OpenID provider: discovery, keys, the authorization code flow with PKCE and nonce, as OpenID Connect Core 1.0 and RFC 7636 say.
 * Who sits at the browser is told by the test; nobody is asked for a password.
 */
final class FakeProvider implements AutoCloseable {

    static final String CLIENT = "beeyard";
    static final String SECRET = "a-secret-of-the-farm";

    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    /** Those who use the provider keep its keys. */
    private static final KeyPair KEYS = rsa();

    private final ObjectMapper json = new ObjectMapper();
    private final HttpServer server;
    private final String issuer;
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private volatile Map<String, Object> person = Map.of();
    private volatile KeyPair signing = KEYS;
    private volatile boolean denying;
    private volatile String nonce = "";

    private FakeProvider(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        issuer = "http://127.0.0.1:" + port;
        server.createContext(
                "/.well-known/openid-configuration",
                http -> answer(
                        http,
                        200,
                        Map.of(
                                "issuer",
                                issuer,
                                "authorization_endpoint",
                                issuer + "/authorize",
                                "token_endpoint",
                                issuer + "/token",
                                "jwks_uri",
                                issuer + "/jwks",
                                "response_types_supported",
                                List.of("code"),
                                "subject_types_supported",
                                List.of("public"),
                                "id_token_signing_alg_values_supported",
                                List.of("RS256"))));
        server.createContext("/jwks", http -> answer(http, 200, Map.of("keys", List.of(jwk()))));
        server.createContext("/authorize", this::authorize);
        server.createContext("/token", this::token);
        server.start();
    }

    static FakeProvider start(int port) throws IOException {
        return new FakeProvider(port);
    }

    /** Who is at the browser, by the claims of their ID token. */
    void person(String subject, Map<String, Object> claims) {
        Map<String, Object> all = new HashMap<>(claims);
        all.put("sub", subject);
        person = all;
        signing = KEYS;
        denying = false;
        nonce = "";
    }

    /** The person says no, or may not. */
    void denies() {
        denying = true;
    }

    /** Tokens are signed by somebody else under the same key's name. */
    void isImpersonated() {
        signing = rsa();
    }

    /** Tokens are for another request than the one that was made. */
    void replays() {
        nonce = "of another sign-in";
    }

    private void authorize(HttpExchange http) throws IOException {
        Map<String, String> asked = form(http.getRequestURI().getRawQuery());
        boolean fits = "code".equals(asked.get("response_type"))
                && CLIENT.equals(asked.get("client_id"))
                && Arrays.asList(asked.getOrDefault("scope", "").split(" ")).contains("openid")
                && "S256".equals(asked.get("code_challenge_method"))
                && asked.containsKey("nonce")
                && asked.getOrDefault("redirect_uri", "").endsWith("/sign-in/oidc");
        if (!fits) {
            answer(http, 400, Map.of("error", "invalid_request"));
            return;
        }
        String back = asked.get("redirect_uri") + "?state=" + encoded(asked.get("state"));
        if (denying) {
            back += "&error=access_denied&error_description=" + encoded("<b>No</b>");
        } else {
            String code = UUID.randomUUID().toString();
            codes.put(code, asked);
            back += "&code=" + code;
        }
        http.getResponseHeaders().set("Location", back);
        http.sendResponseHeaders(302, -1);
        http.close();
    }

    private void token(HttpExchange http) throws IOException {
        Map<String, String> form = form(new String(http.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        String credentials = encoded(CLIENT) + ":" + encoded(SECRET);
        String basic = "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        if (!basic.equals(http.getRequestHeaders().getFirst("Authorization"))) {
            answer(http, 401, Map.of("error", "invalid_client"));
            return;
        }
        Map<String, String> asked = codes.remove(form.getOrDefault("code", ""));
        if (asked == null
                || !"authorization_code".equals(form.get("grant_type"))
                || !asked.get("redirect_uri").equals(form.get("redirect_uri"))
                || !asked.get("code_challenge").equals(challenge(form.getOrDefault("code_verifier", "")))) {
            answer(http, 400, Map.of("error", "invalid_grant"));
            return;
        }
        Instant now = Instant.now();
        Map<String, Object> claims = new HashMap<>(person);
        claims.put("iss", issuer);
        claims.put("aud", CLIENT);
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.getEpochSecond() + 300);
        claims.put("nonce", nonce.isEmpty() ? asked.get("nonce") : nonce);
        answer(
                http,
                200,
                Map.of(
                        "access_token",
                        UUID.randomUUID().toString(),
                        "token_type",
                        "Bearer",
                        "expires_in",
                        300,
                        "id_token",
                        jwt(claims)));
    }

    private String jwt(Map<String, Object> claims) throws IOException {
        String text = URL.encodeToString(json.writeValueAsBytes(Map.of("alg", "RS256", "typ", "JWT", "kid", "one")))
                + "." + URL.encodeToString(json.writeValueAsBytes(claims));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(signing.getPrivate());
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return text + "." + URL.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private Map<String, Object> jwk() {
        RSAPublicKey key = (RSAPublicKey) KEYS.getPublic();
        return Map.of(
                "kty",
                "RSA",
                "use",
                "sig",
                "alg",
                "RS256",
                "kid",
                "one",
                "n",
                unsigned(key.getModulus()),
                "e",
                unsigned(key.getPublicExponent()));
    }

    private static String unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return URL.encodeToString(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    private static String challenge(String verifier) {
        try {
            return URL.encodeToString(
                    MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(HttpExchange http, int status, Object body) throws IOException {
        byte[] bytes = json.writeValueAsBytes(body);
        http.getResponseHeaders().set("Content-Type", "application/json");
        http.sendResponseHeaders(status, bytes.length);
        http.getResponseBody().write(bytes);
        http.close();
    }

    private static Map<String, String> form(String text) {
        return Arrays.stream((text == null ? "" : text).split("&"))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> decoded(pair[0]), pair -> decoded(pair[1]), (one, other) -> other));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
