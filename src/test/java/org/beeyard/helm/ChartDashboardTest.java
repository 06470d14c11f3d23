package org.beeyard.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.helm.Rendered.each;
import static org.beeyard.helm.Rendered.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The Grafana dashboard. */
class ChartDashboardTest {

    private static final Pattern METRIC = Pattern.compile("\\b((?:beeyard|http|jvm|process|system|agroal)_[a-z_0-9]+)");

    @Test
    void comes_as_a_config_map_that_grafana_finds() throws IOException {
        JsonNode map = Chart.with(Chart.S3).rendered().one("ConfigMap", "beeyard-dashboard");
        assertThat(map.at("/metadata/labels/grafana_dashboard").asText()).isEqualTo("1");
        assertThat(new ObjectMapper().readTree(map.at("/data/beeyard.json").asText()))
                .isEqualTo(dashboard());
        assertThat(Chart.with(Chart.DATABASE).rendered().kinds()).containsOnlyOnce("ConfigMap");
    }

    @Test
    void shows_what_the_farm_measures() {
        Set<String> asked = each(dashboard().at("/panels"))
                .flatMap(panel -> each(panel.at("/targets")))
                .flatMap(target -> METRIC.matcher(target.at("/expr").asText()).results())
                .map(MatchResult::group)
                .collect(Collectors.toSet());
        assertThat(asked)
                .containsExactlyInAnyOrder(
                        "beeyard_attempts",
                        "beeyard_attempts_ended_total",
                        "beeyard_pool_paused",
                        "http_server_requests_seconds_bucket",
                        "http_server_requests_seconds_sum",
                        "http_server_requests_seconds_count",
                        "agroal_active_count",
                        "agroal_available_count",
                        "agroal_awaiting_count",
                        "jvm_memory_used_bytes",
                        "jvm_memory_max_bytes",
                        "jvm_gc_pause_seconds_sum",
                        "jvm_threads_live_threads",
                        "process_cpu_usage",
                        "process_uptime_seconds",
                        "system_cpu_count");
    }

    @Test
    void panels_lie_side_by_side() {
        Set<String> places = each(dashboard().at("/panels"))
                .map(panel -> panel.at("/gridPos/x") + "," + panel.at("/gridPos/y"))
                .collect(Collectors.toSet());
        assertThat(places).hasSize(dashboard().at("/panels").size());
        assertThat(each(dashboard().at("/panels")))
                .allMatch(p -> p.at("/gridPos/x").asInt() + p.at("/gridPos/w").asInt() <= 24);
    }

    private static JsonNode dashboard() {
        return yaml(Chart.file("files/dashboard.json"));
    }
}
