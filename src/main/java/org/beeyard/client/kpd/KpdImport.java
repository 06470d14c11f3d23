package org.beeyard.client.kpd;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.beeyard.client.Terminal;
import org.beeyard.client.kpd.KpdReader.Reading;

/** {@code beeyard import-kpd}: prints a Kernel Patches Daemon's configuration as a farm's, and says what is left to do. */
public final class KpdImport {

    private final PrintStream out;
    private final PrintStream err;

    public KpdImport(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    public int run(String file) {
        try {
            JsonNode json = json(Files.readAllBytes(Path.of(file)));
            return json.isMissingNode()
                    ? cannot(file + " is no JSON: it is empty.")
                    : print(file, KpdReader.read(json));
        } catch (JsonProcessingException e) {
            // its own message may quote the file, and so a secret
            String where = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            return cannot(file + " is no JSON" + where + ".");
        } catch (NoSuchFileException e) {
            return cannot("there is no file " + file + ".");
        } catch (AccessDeniedException e) {
            return cannot(file + " cannot be read: permission denied.");
        } catch (IOException | InvalidPathException e) {
            return cannot(file + " cannot be read: " + e.getMessage() + ".");
        }
    }

    private static JsonNode json(byte[] content) throws IOException {
        return new ObjectMapper()
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .readTree(content);
    }

    private int print(String file, Reading reading) {
        return switch (reading) {
            case Reading.Understood(KpdConfig config) -> {
                out.print(KpdYaml.of(config));
                out.flush();
                KpdNotes.of(config).forEach(note -> err.println(Terminal.harmless(note)));
                yield 0;
            }
            case Reading.Unfit(List<String> problems) ->
                cannot(file + " is no configuration of KPD that can be imported:\n  "
                        + problems.stream().map(Terminal::harmless).collect(Collectors.joining("\n  ")));
        };
    }

    private int cannot(String message) {
        err.println("beeyard: " + message);
        return 2;
    }
}
