package org.beeyard;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/** An idle farm with a database of its own, which a {@link Seed} may fill without being in other tests' way. */
public class SeededFarm extends IdleFarm {

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> overrides = new HashMap<>(super.getConfigOverrides());
        String shared = System.getProperty("quarkus.datasource.jdbc.url");
        String name = "seeded_" + Long.toString(System.nanoTime(), 36);
        PGSimpleDataSource server = new PGSimpleDataSource();
        server.setUrl(shared);
        try (Connection connection = server.getConnection();
                Statement sql = connection.createStatement()) {
            sql.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        overrides.put("quarkus.datasource.jdbc.url", shared.replaceFirst("/postgres\\b", "/" + name));
        return overrides;
    }
}
