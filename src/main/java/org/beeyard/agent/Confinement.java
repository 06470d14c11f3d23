package org.beeyard.agent;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What keeps the programs of strangers in. */
interface Confinement {

    /** A sentence for the log when it is weaker than it should be. */
    Optional<String> warning();

    /** The words by which this process starts the box's command. Its first line of output is {@link Sandbox#UP}. */
    List<String> commandLine(Box box) throws IOException, InterruptedException;

    /** A line of the command's output, with paths as the command should see them. */
    String seen(String line);

    /** Ends by force what the command left running. */
    void sweep();
}
