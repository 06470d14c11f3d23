package org.beeyard.web.job;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.beeyard.export.Bundle;
import org.beeyard.export.Bundles;
import org.beeyard.history.TestName;
import org.beeyard.history.job.JobDetail;
import org.beeyard.protocol.LeftName;
import org.beeyard.web.Glyphs;
import org.beeyard.wire.FarmConfig;

/** How a failed test is run again on a developer's machine; pages ask it by the name {@code reproduce}. */
@Named("reproduce")
@RequestScoped
public class Reproduce {

    private final Bundles bundles;
    private final FarmConfig farm;
    private final UriInfo uri;

    Reproduce(Bundles bundles, FarmConfig farm, UriInfo uri) {
        this.bundles = bundles;
        this.farm = farm;
        this.uri = uri;
    }

    public boolean possible(JobDetail.AttemptRow attempt) {
        return attempt.artifacts().stream().anyMatch(left -> left.name().equals(LeftName.GUEST));
    }

    /** About so much there is to fetch. */
    public String size(long attempt) {
        return bundles.of(attempt).map(Bundle::size).map(Glyphs::size).orElse("nothing");
    }

    public String command(long attempt) {
        return "curl -sSf --compressed " + farm.addressFor(uri.getBaseUri()) + "/api/v1/attempts/" + attempt
                + "/reproduce.tar | tar -x && beeyard-attempt-" + attempt + "/reproduce.sh";
    }

    /** With a name that a shell does not take as it stands, all that failed. */
    public String command(long attempt, TestName test) {
        Optional<String> word = Bundle.word(test.name()).filter(name -> !name.startsWith("-"));
        return command(attempt) + word.map(name -> " " + name).orElse("");
    }
}
