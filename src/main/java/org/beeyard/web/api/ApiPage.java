package org.beeyard.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.openapi.runtime.io.Format;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.beeyard.people.ForEverybody;

/** The API for people, read from its OpenAPI document: Swagger's own page needs scripts in the page, which ours forbid. */
@Path("/")
@Blocking
@Produces(MediaType.TEXT_HTML)
class ApiPage {

    private final OpenApiDocumentService documents;
    private final ObjectMapper json;

    ApiPage(OpenApiDocumentService documents, ObjectMapper json) {
        this.documents = documents;
        this.json = json;
    }

    /** @param parameters by name, with where they stand */
    record Operation(String verb, String path, String summary, List<String> parameters) {}

    @CheckedTemplate
    static class Templates {
        private Templates() {}

        static native TemplateInstance api(List<Operation> operations);
    }

    @GET
    @Path("api")
    @ForEverybody
    public TemplateInstance page() throws IOException {
        JsonNode document = json.readTree(documents.getDocument("<default>", Format.JSON));
        List<Operation> operations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                if (operation.getValue().has("responses")) {
                    operations.add(operation(path.getKey(), operation.getKey(), operation.getValue()));
                }
            }
        }
        return Templates.api(operations);
    }

    private static Operation operation(String path, String verb, JsonNode operation) {
        return new Operation(
                verb.toUpperCase(Locale.ROOT),
                path,
                operation.path("summary").asText(),
                StreamSupport.stream(operation.path("parameters").spliterator(), false)
                        .filter(parameter -> !parameter.path("in").asText().equals("path"))
                        .map(parameter -> parameter.path("name").asText())
                        .toList());
    }
}
