package org.beeyard.client.kpd;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.beeyard.client.kpd.KpdConfig.Branch;
import org.beeyard.client.kpd.KpdConfig.Mail;
import org.beeyard.client.kpd.KpdConfig.Mirror;
import org.beeyard.client.kpd.KpdConfig.Patchwork;
import org.beeyard.client.kpd.KpdConfig.Repository;
import org.beeyard.client.kpd.KpdConfig.Search;

/** A farm's YAML file that does what a Kernel Patches Daemon's configuration says. Pure. */
final class KpdYaml {

    private static final String FARM = """
            # Written by ./beeyard import-kpd.
            farm:
              instance: beeyard
              # url: https://ci.example.org   # needed before checks are published
            """;

    private static final String MATRIX_AND_POOLS = """

            matrix:
              default:
                - arch: x86_64
                  compiler: gcc
                  suites: [test_progs, test_progs_no_alu32, test_verifier, test_maps]

            pools:
              local: {slots: 1, kvm: preferred}
            """;

    private final KpdConfig kpd;
    private final StringBuilder out = new StringBuilder(FARM);

    private KpdYaml(KpdConfig kpd) {
        this.kpd = kpd;
    }

    static String of(KpdConfig kpd) {
        KpdYaml yaml = new KpdYaml(kpd);
        yaml.trees();
        yaml.out.append(MATRIX_AND_POOLS);
        yaml.sources();
        yaml.github();
        kpd.mail().ifPresent(yaml::mail);
        return yaml.out.toString();
    }

    private void trees() {
        Map<Repository, String> ci = ciNames();
        line("");
        line("trees:");
        kpd.branches().forEach((name, branch) -> {
            line("  " + YamlText.key(name) + ":");
            repository(branch.upstream());
            List<String> tags = tags(name);
            if (!tags.isEmpty()) {
                line("    tags: " + YamlText.list(tags));
            }
            line("    matrix: default");
            line("    ci: " + YamlText.value(Objects.requireNonNull(ci.get(branch.ci()))));
            Optional.ofNullable(kpd.mirrors().get(name))
                    .ifPresent(mirror -> line("    mirror: {repository: " + YamlText.value(mirror.name()) + "}"));
        });
        List<String> defaults = kpd.tags().getOrDefault(KpdConfig.DEFAULT, List.of());
        if (!defaults.isEmpty()) {
            line("default-trees: " + YamlText.list(defaults));
        }
        line("");
        line("ci:");
        ci.forEach((repository, name) -> {
            line("  " + YamlText.key(name) + ":");
            repository(repository);
        });
    }

    /** A farm reads subjects in lower case. */
    private List<String> tags(String branch) {
        return kpd.tags().entrySet().stream()
                .filter(tag -> !tag.getKey().equals(KpdConfig.DEFAULT))
                .filter(tag ->
                        !tag.getValue().isEmpty() && tag.getValue().getFirst().equals(branch))
                .map(tag -> tag.getKey().toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
    }

    private Map<Repository, String> ciNames() {
        Map<Repository, String> names = new LinkedHashMap<>();
        for (Branch branch : kpd.branches().values()) {
            if (!names.containsKey(branch.ci())) {
                String last = branch.ci()
                        .url()
                        .replaceFirst("/+$", "")
                        .replaceFirst("\\.git$", "")
                        .replaceFirst(".*[/:]", "");
                String name = last.isEmpty() ? "ci" : last;
                String free = name;
                for (int i = 2; names.containsValue(free); i++) {
                    free = name + "-" + i;
                }
                names.put(branch.ci(), free);
            }
        }
        return names;
    }

    private void repository(Repository repository) {
        line("    git: " + YamlText.value(repository.url()));
        line("    branch: " + YamlText.value(repository.branch()));
    }

    private void sources() {
        Patchwork patchwork = kpd.patchwork();
        line("");
        line("sources:");
        line("  patchwork:");
        patchwork.projects().forEach((project, searches) -> {
            line("    - url: " + YamlText.value("https://" + patchwork.server()));
            line("      project: " + YamlText.value(project));
            List<String> delegates = Search.delegates(searches);
            if (!delegates.isEmpty()) {
                line("      delegate: " + YamlText.list(delegates));
            }
            if (patchwork.token()) {
                line("      token: ${PATCHWORK_TOKEN:}");
            }
            if (patchwork.lookback() > 0) {
                line("      lookback: " + patchwork.lookback() + "d");
            }
            line("      contexts: kpd");
        });
    }

    private void github() {
        Collection<Mirror> mirrors = kpd.mirrors().values();
        if (mirrors.isEmpty()) {
            return;
        }
        line("");
        line("github:");
        line("  url: " + YamlText.value("https://" + mirrors.iterator().next().host()));
        Optional<Integer> app =
                mirrors.stream().flatMap(mirror -> mirror.app().stream()).findFirst();
        app.ifPresent(id -> line("  # app: {id: " + id + ", key-file: /run/secrets/github-app.pem}"));
        if (app.isEmpty() && mirrors.stream().anyMatch(Mirror::token)) {
            line("  token: ${GITHUB_TOKEN:}");
        }
    }

    private void mail(Mail mail) {
        line("");
        line("mail:");
        line("  host: " + YamlText.value(mail.host()));
        line("  port: " + mail.port());
        line("  tls: true");
        line("  user: " + YamlText.value(mail.user()));
        line("  password: ${MAIL_PASSWORD:}");
        line("  from: " + YamlText.value(mail.from()));
        if (!mail.to().isEmpty()) {
            line("  to: " + YamlText.list(mail.to()));
        }
        if (!mail.cc().isEmpty()) {
            line("  cc: " + YamlText.list(mail.cc()));
        }
        List<String> some = mail.allowed().isEmpty() ? List.of("none") : mail.allowed();
        line("  submitters: " + YamlText.list(mail.everyone() ? List.of("everyone") : some));
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
