package org.beeyard.check;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.common.annotation.Blocking;
import jakarta.persistence.EntityManager;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.util.List;
import org.beeyard.people.Act;
import org.beeyard.people.Audit;
import org.beeyard.people.CurrentCaller;
import org.beeyard.people.Needs;
import org.beeyard.people.Right;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** {@code POST /api/v1/publications/ID/retry}: says it once more, now. */
@Path("/api/v1/publications")
@Blocking
class PublicationResource {

    private final EntityManager database;
    private final Audit audit;
    private final CurrentCaller caller;
    private final Clock clock;

    PublicationResource(EntityManager database, Audit audit, CurrentCaller caller, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.caller = caller;
        this.clock = clock;
    }

    @POST
    @Path("{id}/retry")
    @Needs(Right.OPERATE)
    @Operation(summary = "Says it once more, now")
    public Response retry(@PathParam("id") long id, @Context UriInfo uri) {
        if (!QuarkusTransaction.requiringNew().call(() -> again(id))) {
            throw new NotFoundException();
        }
        return Response.seeOther(uri.getBaseUri().resolve("/farm")).build();
    }

    private boolean again(long id) {
        List<Object[]> said = database.createNativeQuery("""
                        update publication set status = 'WAITING', tries = 0, not_before = ?2, revision = revision + 1
                         where id = ?1 and status in ('DEAD', 'WAITING') returning source, object, context
                        """, Object[].class)
                .setParameter(1, id)
                .setParameter(2, clock.instant())
                .getResultList();
        said.forEach(row -> audit.note(
                caller.actor(), Act.PUBLISH_AGAIN, "publication " + id, row[2] + " at " + row[0] + " " + row[1] + "."));
        return !said.isEmpty();
    }
}
