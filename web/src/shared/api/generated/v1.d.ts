// Generated from openapi/v1.json by npm run api:types.
export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AccessToken: {
            accessToken: string;
            /** Format: int32 */
            expiresIn: number;
            tokenType?: null | string;
        };
        Account: {
            displayName: string;
            /** Format: uuid */
            id: string;
            permissions: string[];
            roles: string[];
            /** Format: uuid */
            technicianId: null | string;
            userName: string;
        };
        AccountResponse: {
            displayName: string;
            /** Format: uuid */
            id: string;
            isActive: boolean;
            /** Format: date-time */
            lastSignInAt: string;
            roles: string[];
            /** Format: uuid */
            technicianId: null | string;
            userName: string;
        };
        AccountWithPassword: {
            displayName: string;
            /** Format: uuid */
            id: string;
            initialPassword: string;
            isActive: boolean;
            /** Format: date-time */
            lastSignInAt: string;
            roles: string[];
            /** Format: uuid */
            technicianId: null | string;
            userName: string;
        };
        AssignTicketRequest: {
            technicianId: null | string;
        };
        AssignmentHours: {
            /** Format: double */
            average: null | number;
            /** Format: int32 */
            count: number;
            /** Format: double */
            median: null | number;
        };
        AssignmentResponse: {
            candidates: components["schemas"]["CandidateResponse"][];
            /** Format: date-time */
            endedAt: string;
            /** Format: uuid */
            id: string;
            mode: string;
            reason: null | string;
            refusedFor: null | string;
            /** Format: date-time */
            requestedAt: string;
            requestedBy: string;
            rule: string;
            state: string;
            /** Format: uuid */
            technicianId: null | string;
            technicianName: null | string;
            /** Format: uuid */
            ticketId: string;
            /** Format: int32 */
            tries: number;
            /** Format: date-time */
            updatedAt: string;
            /** Format: uuid */
            wantedTechnicianId: null | string;
        };
        /** @enum {unknown} */
        AssignmentState: "RESERVED" | "ACTIVE" | "COMPLETED" | "RELEASED";
        AuditEntryResponse: {
            /** Format: uuid */
            accountId: null | string;
            action: string;
            actor: string;
            actorRole: string;
            /** Format: uuid */
            actorUserId: null | string;
            /** Format: date-time */
            at: string;
            clientAddress: null | string;
            details: components["schemas"]["JsonElement"];
            /** Format: uuid */
            id: string;
            result: string;
            service: string;
            /** Format: uuid */
            ticketId: null | string;
            ticketNo: null | string;
        };
        BookedSlot: {
            /** Format: date */
            appointmentDate: string;
            /** Format: time */
            appointmentTime: string;
            state: components["schemas"]["AssignmentState"];
            /** Format: uuid */
            ticketId: string;
            ticketNo: string;
        };
        BookingRequest: {
            address: null | string;
            appointmentDate: null | string;
            appointmentTime: null | string;
            centerId?: null | string;
            customerName: null | string;
            customerPhone: null | string;
            issueDesc: null | string;
            productModel?: null | string;
            serialNumber?: null | string;
        };
        BookingStatus: {
            /** Format: date */
            appointmentDate: string;
            /** Format: time */
            appointmentTime: string;
            status: components["schemas"]["TicketStatus"];
            technicianName: null | string;
            ticketNo: string;
            timeline: components["schemas"]["TimelineEntry"][];
        };
        CancelOwnTicketRequest: {
            reason: null | string;
        };
        CancelTicketRequest: {
            reason: null | string;
        };
        CandidateResponse: {
            centerMatch: boolean;
            chosen: boolean;
            /** Format: date-time */
            lastAssignedAt: string;
            /** Format: int32 */
            load7d: number;
            /** Format: uuid */
            technicianId: string;
            technicianName: null | string;
        };
        CenterItem: {
            /** Format: uuid */
            id: string;
            name: string;
            regions: string[];
        };
        CenterList: {
            items: components["schemas"]["CenterItem"][];
        };
        CenterRequest: {
            name: null | string;
            regions: null | string[];
        };
        ChangeAccountRequest: {
            displayName: null | string;
            isActive: null | boolean;
            roles: null | string[];
        };
        ChangePasswordRequest: {
            currentPassword: null | string;
            newPassword: null | string;
        };
        CompletionHours: {
            /** Format: int32 */
            count: number;
            /** Format: double */
            median: null | number;
            /** Format: double */
            p90: null | number;
        };
        /** @enum {unknown} */
        Coverage: "UNKNOWN" | "IN_WARRANTY" | "EXTENDED" | "OUT_OF_WARRANTY";
        CreateAccountRequest: {
            displayName: null | string;
            roles: null | string[];
            userName: null | string;
        };
        Credentials: {
            password: null | string;
            totp?: null | string;
            userName: null | string;
        };
        DayCount: {
            /** Format: int32 */
            canceled: number;
            /** Format: int32 */
            completed: number;
            /** Format: date */
            date: string;
            /** Format: double */
            medianHours: null | number;
            /** Format: int32 */
            total: number;
        };
        EditTicketRequest: {
            address: null | string;
            centerId: null | string;
            customerName: null | string;
            customerPhone: null | string;
            issueDesc: null | string;
            productModel: null | string;
            serialNumber?: null | string;
        };
        EnrolTotpRequest: {
            currentPassword: null | string;
        };
        EnrolledTotp: {
            secret: string;
            uri: string;
        };
        FindByPhoneRequest: {
            customerPhone: null | string;
        };
        ImageResponse: {
            checksumSha256: string;
            contentType: string;
            duplicate: boolean;
            /** Format: int32 */
            height: number;
            /** Format: uuid */
            imageId: string;
            /** Format: int64 */
            size: number;
            thumbnailUrl: string;
            type: string;
            /** Format: date-time */
            uploadedAt: string;
            uploadedBy: string;
            url: string;
            /** Format: int32 */
            width: number;
        };
        ImportedProducts: {
            /** Format: int32 */
            changed: number;
            /** Format: int32 */
            created: number;
            refused: components["schemas"]["RefusedLine"][];
        };
        JsonElement: unknown;
        ListResponseOfAccountResponse: {
            items: components["schemas"]["AccountResponse"][];
            nextCursor?: null | string;
            /** Format: int32 */
            page: number;
            /** Format: int32 */
            pageSize: number;
            /** Format: int32 */
            total: number;
            /** @default true */
            totalIsExact: boolean;
        };
        ListResponseOfAuditEntryResponse: {
            items: components["schemas"]["AuditEntryResponse"][];
            nextCursor?: null | string;
            /** Format: int32 */
            page: number;
            /** Format: int32 */
            pageSize: number;
            /** Format: int32 */
            total: number;
            /** @default true */
            totalIsExact: boolean;
        };
        ListResponseOfBookedSlot: {
            items: components["schemas"]["BookedSlot"][];
            nextCursor?: null | string;
            /** Format: int32 */
            page: number;
            /** Format: int32 */
            pageSize: number;
            /** Format: int32 */
            total: number;
            /** @default true */
            totalIsExact: boolean;
        };
        ListResponseOfImageResponse: {
            items: components["schemas"]["ImageResponse"][];
            nextCursor?: null | string;
            /** Format: int32 */
            page: number;
            /** Format: int32 */
            pageSize: number;
            /** Format: int32 */
            total: number;
            /** @default true */
            totalIsExact: boolean;
        };
        ListResponseOfProductResponse: {
            items: components["schemas"]["ProductResponse"][];
            nextCursor?: null | string;
            /** Format: int32 */
            page: number;
            /** Format: int32 */
            pageSize: number;
            /** Format: int32 */
            total: number;
            /** @default true */
            totalIsExact: boolean;
        };
        ListResponseOfSecurityEventResponse: {
            items: components["schemas"]["SecurityEventResponse"][];
            nextCursor?: null | string;
            /** Format: int32 */
            page: number;
            /** Format: int32 */
            pageSize: number;
            /** Format: int32 */
            total: number;
            /** @default true */
            totalIsExact: boolean;
        };
        ListResponseOfServiceCenterResponse: {
            items: components["schemas"]["ServiceCenterResponse"][];
            nextCursor?: null | string;
            /** Format: int32 */
            page: number;
            /** Format: int32 */
            pageSize: number;
            /** Format: int32 */
            total: number;
            /** @default true */
            totalIsExact: boolean;
        };
        ListResponseOfTechnicianResponse: {
            items: components["schemas"]["TechnicianResponse"][];
            nextCursor?: null | string;
            /** Format: int32 */
            page: number;
            /** Format: int32 */
            pageSize: number;
            /** Format: int32 */
            total: number;
            /** @default true */
            totalIsExact: boolean;
        };
        ListResponseOfTicketEventResponse: {
            items: components["schemas"]["TicketEventResponse"][];
            nextCursor?: null | string;
            /** Format: int32 */
            page: number;
            /** Format: int32 */
            pageSize: number;
            /** Format: int32 */
            total: number;
            /** @default true */
            totalIsExact: boolean;
        };
        ListResponseOfTicketSummary: {
            items: components["schemas"]["TicketSummary"][];
            nextCursor?: null | string;
            /** Format: int32 */
            page: number;
            /** Format: int32 */
            pageSize: number;
            /** Format: int32 */
            total: number;
            /** @default true */
            totalIsExact: boolean;
        };
        LookUpRequest: {
            customerPhone: null | string;
            ticketNo: null | string;
        };
        OwnTicket: {
            addressMasked: string;
            /** Format: date */
            appointmentDate: string;
            /** Format: time */
            appointmentTime: string;
            can: components["schemas"]["OwnTicketActions"];
            /** Format: uuid */
            centerId: null | string;
            coverage: components["schemas"]["Coverage"];
            isCurrent: boolean;
            productModel: null | string;
            rating: null | components["schemas"]["OwnTicketRating"];
            serialNumber: null | string;
            status: components["schemas"]["TicketStatus"];
            technicianName: null | string;
            ticketNo: string;
            timeline: components["schemas"]["TimelineEntry"][];
            /** Format: date-time */
            urgedAt: string;
            verificationCode: null | string;
        };
        OwnTicketActions: {
            cancel: boolean;
            rate: boolean;
            reschedule: boolean;
            urge: boolean;
        };
        OwnTicketRating: {
            /** Format: date-time */
            at: string;
            comment: null | string;
            /** Format: int32 */
            score: number;
        };
        PendingAssignment: {
            assignment: components["schemas"]["Progress"];
        };
        ProblemDetails: {
            detail?: null | string;
            instance?: null | string;
            /** Format: int32 */
            status?: null | number;
            title?: null | string;
            type?: null | string;
        };
        ProductResponse: {
            category: null | string;
            coverage: components["schemas"]["Coverage"];
            /** Format: date */
            extendedUntil: null | string;
            model: string;
            /** Format: date */
            purchasedOn: null | string;
            serialNumber: string;
            tickets: components["schemas"]["ProductTicket"][];
            /** Format: int32 */
            warrantyMonths: null | number;
            /** Format: date */
            warrantyUntil: null | string;
        };
        ProductTicket: {
            /** Format: date */
            appointmentDate: string;
            /** Format: time */
            appointmentTime: string;
            status: components["schemas"]["TicketStatus"];
            /** Format: uuid */
            ticketId: string;
            ticketNo: string;
        };
        Progress: {
            /** Format: uuid */
            id: string;
            state: string;
        };
        PublicProduct: {
            category: null | string;
            coverage: components["schemas"]["Coverage"];
            /** Format: date */
            extendedUntil: null | string;
            model: string;
            serialNumber: string;
            /** Format: date */
            warrantyUntil: null | string;
        };
        PutProductRequest: {
            category: null | string;
            extendedUntil: null | string;
            model: null | string;
            purchasedOn: null | string;
            serialNumber: null | string;
            /** Format: int32 */
            warrantyMonths: null | number;
        };
        RateOwnTicketRequest: {
            comment: null | string;
            /** Format: int32 */
            score: null | number;
        };
        RecoveryCodesResponse: {
            recoveryCodes: string[];
        };
        RefusedLine: {
            code: string;
            field: string;
            /** Format: int32 */
            line: number;
        };
        RegionItem: {
            code: string;
            name: string;
            parts: components["schemas"]["RegionItem"][];
        };
        RegionList: {
            items: components["schemas"]["RegionItem"][];
        };
        RemoveTotpRequest: {
            currentPassword: null | string;
            totp: null | string;
        };
        ReplayRequest: {
            from: null | string;
            queue: null | string;
            ticket: null | string;
            to: null | string;
        };
        ReplayResponse: {
            /** Format: int32 */
            events: number;
            /** Format: date-time */
            from: string;
            /** Format: int32 */
            notKept: number;
            queue: string;
            ticketNo: null | string;
            /** Format: date-time */
            to: string;
        };
        RescheduleOwnTicketRequest: {
            appointmentDate: null | string;
            appointmentTime: null | string;
        };
        RescheduleTicketRequest: {
            appointmentDate: null | string;
            appointmentTime: null | string;
        };
        ReturnTicketRequest: {
            reason: null | string;
        };
        RevealedPhone: {
            customerPhone: string;
        };
        SecurityEventResponse: {
            /** Format: uuid */
            accountId: null | string;
            action: string;
            actor: string;
            actorRole: string;
            /** Format: uuid */
            actorUserId: null | string;
            /** Format: date-time */
            at: string;
            clientAddress: null | string;
            details: components["schemas"]["JsonElement"];
            /** Format: uuid */
            id: string;
            result: string;
        };
        ServiceCenterResponse: {
            /** Format: uuid */
            id: string;
            name: string;
            regions: string[];
            timeZone: string;
        };
        SignedIn: {
            user: components["schemas"]["Account"];
        };
        SlotItem: {
            /** Format: int32 */
            remaining: null | number;
            /** Format: time */
            time: string;
        };
        SlotList: {
            items: components["schemas"]["SlotItem"][];
            windows: components["schemas"]["WindowItem"][];
        };
        SubmittedBooking: {
            manageUrl: string;
            status: components["schemas"]["TicketStatus"];
            /** Format: uuid */
            ticketId: string;
            ticketNo: string;
        };
        TechnicianCount: {
            /** Format: int32 */
            completed: number;
            /** Format: uuid */
            technicianId: string;
            technicianName: null | string;
            /** Format: int32 */
            total: number;
        };
        TechnicianRequest: {
            centerId: null | string;
            isActive: null | boolean;
            name: null | string;
            phone: null | string;
            skills: null | string[];
            userName: null | string;
        };
        TechnicianResponse: {
            /** Format: uuid */
            centerId: string;
            centerName: string;
            /** Format: uuid */
            id: string;
            isActive: boolean;
            /** Format: int32 */
            load7d: number;
            name: string;
            phoneMasked: string;
            skills: string[];
            userName: null | string;
            /** Format: int32 */
            version: number;
        };
        /** @enum {unknown} */
        TicketAction: "BOOKED" | "CONFIRMED" | "RESCHEDULED" | "EDITED" | "ASSIGNED" | "REASSIGNED" | "ASSIGNMENT_FAILED" | "STARTED" | "RECEIPT_UPLOADED" | "RECEIPT_REMOVED" | "COMPLETED" | "CANCELED" | "PHONE_REVEALED" | "RETURNED" | "ERASED" | "URGED" | "RATED";
        TicketEventResponse: {
            action: components["schemas"]["TicketAction"];
            actor: string;
            actorRole: string;
            /** Format: date-time */
            at: string;
            details: components["schemas"]["JsonElement"];
            fromStatus: null | components["schemas"]["TicketStatus"];
            /** Format: uuid */
            id: string;
            toStatus: components["schemas"]["TicketStatus"];
        };
        TicketImageResponse: {
            checksumSha256: string;
            contentType: string;
            /** Format: int32 */
            height: number;
            /** Format: uuid */
            imageId: string;
            /** Format: int64 */
            size: number;
            type: string;
            /** Format: date-time */
            uploadedAt: string;
            uploadedBy: string;
            url: string;
            /** Format: int32 */
            width: number;
        };
        TicketRating: {
            /** Format: date-time */
            at: string;
            comment: null | string;
            /** Format: int32 */
            score: number;
        };
        TicketResponse: {
            address?: string;
            /** Format: date */
            appointmentDate?: string;
            /** Format: time */
            appointmentTime?: string;
            canceledReason?: null | string;
            /** Format: uuid */
            centerId?: null | string;
            centerName?: null | string;
            /** Format: date-time */
            completedAt?: string;
            coverage?: components["schemas"]["Coverage"];
            /** Format: date-time */
            createdAt?: string;
            customerName?: string;
            customerPhoneMasked?: string;
            /** Format: date-time */
            erasedAt?: string;
            events: components["schemas"]["TicketEventResponse"][];
            /** Format: uuid */
            id?: string;
            images: components["schemas"]["TicketImageResponse"][];
            issueDesc?: string;
            manageUrl?: null | string;
            possibleDuplicates?: null | string[];
            productModel?: null | string;
            rating?: null | components["schemas"]["TicketRating"];
            /** Format: int32 */
            receiptCount?: number;
            serialNumber?: null | string;
            status?: components["schemas"]["TicketStatus"];
            /** Format: uuid */
            technicianId?: null | string;
            technicianName?: null | string;
            /** Format: uuid */
            ticketId?: string;
            ticketNo?: string;
            /** Format: date-time */
            updatedAt?: string;
            /** Format: date-time */
            urgedAt?: string;
            /** Format: int32 */
            version?: number;
        };
        TicketStats: {
            assignmentHours: components["schemas"]["AssignmentHours"];
            /** Format: int32 */
            bookedToday: number;
            byDay: components["schemas"]["DayCount"][];
            byStatus: {
                [key: string]: number;
            };
            byTechnician: components["schemas"]["TechnicianCount"][];
            /** Format: uuid */
            centerId: null | string;
            completionHours: components["schemas"]["CompletionHours"];
            /** Format: date */
            from: null | string;
            /** Format: int32 */
            overdue: number;
            /** Format: date */
            to: null | string;
            /** Format: int32 */
            total: number;
        };
        /** @enum {unknown} */
        TicketStatus: "BOOKED" | "CONFIRMED" | "ASSIGNED" | "IN_PROGRESS" | "COMPLETED" | "CANCELED";
        TicketSummary: {
            address: string;
            /** Format: date */
            appointmentDate: string;
            /** Format: time */
            appointmentTime: string;
            canceledReason: null | string;
            /** Format: uuid */
            centerId: null | string;
            centerName: null | string;
            /** Format: date-time */
            completedAt: string;
            coverage: components["schemas"]["Coverage"];
            /** Format: date-time */
            createdAt: string;
            customerName: string;
            customerPhoneMasked: string;
            /** Format: date-time */
            erasedAt: string;
            /** Format: uuid */
            id: string;
            issueDesc: string;
            productModel: null | string;
            rating: null | components["schemas"]["TicketRating"];
            /** Format: int32 */
            receiptCount: number;
            serialNumber: null | string;
            status: components["schemas"]["TicketStatus"];
            /** Format: uuid */
            technicianId: null | string;
            technicianName: null | string;
            ticketNo: string;
            /** Format: date-time */
            updatedAt: string;
            /** Format: date-time */
            urgedAt: string;
            /** Format: int32 */
            version: number;
        };
        TimelineEntry: {
            /** Format: date-time */
            at: string;
            status: components["schemas"]["TicketStatus"];
        };
        TotpRequest: {
            totp: null | string;
        };
        UploadResponse: {
            items: components["schemas"]["ImageResponse"][];
        };
        WindowItem: {
            /** Format: time */
            from: string;
            /** Format: int32 */
            remaining: null | number;
            /** Format: time */
            time: string;
            /** Format: time */
            to: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
